"""What of an upload reaches the disk."""

from django.core.files.uploadhandler import FileUploadHandler

from crm.sheets.limits import current_limits


class Ceiling(FileUploadHandler):
    """Stands before the handlers that keep a file, and passes on no more than a little too much.

    The rest of the request is read and dropped: it fills no disk, and what is kept is still large
    enough to be refused as too big, in the words of a sheet.
    """

    received = 0

    def receive_data_chunk(self, raw_data, start):
        if self.received > current_limits().bytes:
            return None
        self.received += len(raw_data)
        return raw_data

    def file_complete(self, file_size):
        return None
