"""Hands the mails that the emulator was given to an SMTP server: `python -m infra.docker.mail_relay HOST PORT`.

LocalStack keeps mails in its memory and sends none. Each is handed over once, in the order in which they were sent, and
waits in LocalStack while the server is away. A relay that is killed after the server took a mail and before that was
noted hands that one mail over again, with the same `Message-ID`. What LocalStack was given and did not hand over before
it was restarted is lost with LocalStack's memory.
"""
