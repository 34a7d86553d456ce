"""The workbench: pages and a JSON API on 127.0.0.1, for whoever has the case on their laptop.

One folder for each feature, its templates with it; what they share stands here.
"""
