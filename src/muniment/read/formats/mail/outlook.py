"""Readers of what Outlook keeps: single items, mailbox files, and the envelopes it sends to others."""

from muniment.read.formats.mail.outlook_msg import MsgReader
from muniment.read.formats.mail.outlook_pst import PstReader
from muniment.read.formats.mail.tnef import TnefReader
from muniment.read.reader import Reader

READERS: tuple[Reader, ...] = (MsgReader(), PstReader(), TnefReader())
