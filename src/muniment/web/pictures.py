"""Page pictures for the workbench: one service for the whole server, started when first needed, ended with it."""

from typing import Annotated

from fastapi import Depends

from muniment.app.pictures import Pictures
from muniment.web.lasting import Lasting

_pictures = Lasting("pictures", Pictures, Pictures.close)

PagePictures = Annotated[Pictures, Depends(_pictures)]
"""Declares a page's need of pictures: ``def page(pictures: PagePictures) -> …``."""

ended_with = _pictures.life
"""The life of a router whose pages need pictures: their helpers end with the server."""
