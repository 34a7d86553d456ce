"""What the properties of contacts, appointments, tasks and the like are called, so that they can be read as text."""

from collections.abc import Iterator

from muniment.read.formats.mail.mapi import MESSAGE_CLASS, Item, Value, text_at

ADDRESS = "00062004-0000-0000-c000-000000000046"
APPOINTMENT = "00062002-0000-0000-c000-000000000046"
TASK = "00062003-0000-0000-c000-000000000046"
COMMON = "00062008-0000-0000-c000-000000000046"
LOG = "0006200a-0000-0000-c000-000000000046"
NOTE = "0006200e-0000-0000-c000-000000000046"
MEETING = "6ed8da90-450b-101b-98da-00aa003f1305"
PUBLIC_STRINGS = "00020329-0000-0000-c000-000000000046"

_TAGS = {
    0x3A45: "Title",
    0x3001: "Name",
    0x3A06: "Given name",
    0x3A44: "Middle name",
    0x3A11: "Surname",
    0x3A05: "Generation",
    0x3A4F: "Nickname",
    0x3A0A: "Initials",
    0x3A16: "Company",
    0x3A18: "Department",
    0x3A17: "Job title",
    0x3A46: "Profession",
    0x3A4E: "Manager",
    0x3A30: "Assistant",
    0x3A2E: "Assistant's telephone",
    0x3A08: "Business telephone",
    0x3A1B: "Business telephone 2",
    0x3A09: "Home telephone",
    0x3A2F: "Home telephone 2",
    0x3A1C: "Mobile telephone",
    0x3A1A: "Primary telephone",
    0x3A1F: "Other telephone",
    0x3A1D: "Radio telephone",
    0x3A1E: "Car telephone",
    0x3A21: "Pager",
    0x3A02: "Callback telephone",
    0x3A57: "Company telephone",
    0x3A2D: "ISDN",
    0x3A2C: "Telex",
    0x3A24: "Business fax",
    0x3A25: "Home fax",
    0x3A23: "Primary fax",
    0x3A15: "Postal address",
    0x3A29: "Street",
    0x3A27: "City",
    0x3A28: "State",
    0x3A2A: "Postal code",
    0x3A26: "Country",
    0x3A2B: "Post office box",
    0x3A5D: "Home street",
    0x3A59: "Home city",
    0x3A5C: "Home state",
    0x3A5B: "Home postal code",
    0x3A5A: "Home country",
    0x3A63: "Other street",
    0x3A5F: "Other city",
    0x3A19: "Office",
    0x3A0D: "Location",
    0x3A42: "Birthday",
    0x3A41: "Anniversary",
    0x3A48: "Spouse",
    0x3A58: "Children",
    0x3A4D: "Gender",
    0x3A43: "Hobbies",
    0x3A4A: "Customer number",
    0x3A10: "Organisation number",
    0x3A07: "Government number",
    0x3A47: "Referred by",
    0x3A51: "Business home page",
    0x3A50: "Personal home page",
    0x3A0C: "Language",
    0x0060: "Start",
    0x0061: "End",
    0x10F4: "Hidden",
}

_NAMED: dict[tuple[str, int | str], str] = {
    (ADDRESS, 0x8005): "File as",
    (ADDRESS, 0x8080): "Email 1 shown as",
    (ADDRESS, 0x8083): "Email 1",
    (ADDRESS, 0x8090): "Email 2 shown as",
    (ADDRESS, 0x8093): "Email 2",
    (ADDRESS, 0x80A0): "Email 3 shown as",
    (ADDRESS, 0x80A3): "Email 3",
    (ADDRESS, 0x8062): "Instant messaging",
    (ADDRESS, 0x802B): "Web page",
    (ADDRESS, 0x801A): "Home address",
    (ADDRESS, 0x801B): "Business address",
    (ADDRESS, 0x801C): "Other address",
    (ADDRESS, 0x80D8): "Free/busy address",
    (ADDRESS, 0x804F): "User field 1",
    (ADDRESS, 0x8050): "User field 2",
    (ADDRESS, 0x8051): "User field 3",
    (ADDRESS, 0x8052): "User field 4",
    (ADDRESS, 0x8053): "Distribution list name",
    (APPOINTMENT, 0x8208): "Location",
    (APPOINTMENT, 0x820D): "Start",
    (APPOINTMENT, 0x820E): "End",
    (APPOINTMENT, 0x8215): "All day",
    (APPOINTMENT, 0x8232): "Recurrence",
    (APPOINTMENT, 0x8234): "Time zone",
    (APPOINTMENT, 0x8238): "All attendees",
    (APPOINTMENT, 0x823B): "Required attendees",
    (APPOINTMENT, 0x823C): "Optional attendees",
    (APPOINTMENT, 0x8240): "Online meeting",
    (APPOINTMENT, 0x8242): "Organizer alias",
    (APPOINTMENT, 0x8248): "Net show",
    (TASK, 0x8101): "Status",
    (TASK, 0x8102): "Share complete",
    (TASK, 0x8104): "Start",
    (TASK, 0x8105): "Due",
    (TASK, 0x810F): "Completed",
    (TASK, 0x8110): "Actual minutes",
    (TASK, 0x8111): "Estimated minutes",
    (TASK, 0x811F): "Owner",
    (TASK, 0x8121): "Delegator",
    (TASK, 0x8122): "Last changed by",
    (TASK, 0x8125): "Last user",
    (COMMON, 0x8502): "Reminder",
    (COMMON, 0x8516): "Begins",
    (COMMON, 0x8517): "Ends",
    (COMMON, 0x8530): "Flag",
    (COMMON, 0x8534): "Mileage",
    (COMMON, 0x8535): "Billing",
    (COMMON, 0x8539): "Companies",
    (COMMON, 0x853A): "Contacts",
    (LOG, 0x8700): "Kind",
    (LOG, 0x8706): "Start",
    (LOG, 0x8707): "Minutes",
    (LOG, 0x8708): "End",
    (LOG, 0x8712): "Description",
    (MEETING, 0x0002): "Where",
    (PUBLIC_STRINGS, "Keywords"): "Categories",
}

_TASK_STATUS = ("not started", "in progress", "complete", "waiting", "deferred")


def labelled(item: Item) -> Iterator[tuple[str, str]]:
    """The properties of an item that a person would look for, as ``(label, value)``."""
    for tag, label in _TAGS.items():
        yield from _line(label, item.properties.get(tag))
    is_task = text_at(item.properties, MESSAGE_CLASS).lower().startswith("ipm.task")
    for key, label in _NAMED.items():
        value = item.named.get(key)
        if key[0] == TASK and not is_task and not value:
            continue  # any mail may carry the blank form of a task
        if label == "Status" and isinstance(value, int) and 0 <= value < len(_TASK_STATUS):
            value = _TASK_STATUS[value]
        yield from _line(label, value)


def _line(label: str, value: Value | None) -> Iterator[tuple[str, str]]:
    if isinstance(value, tuple):
        value = ", ".join(str(one) for one in value if not isinstance(one, bytes))
    if isinstance(value, bytes) or value is None or value is False or value == "":
        return
    yield label, "yes" if value is True else str(value)
