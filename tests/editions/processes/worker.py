"""A process with Django loaded, which forks a process for each task: real processes, without a second of start each.

``python -m tests.editions.processes.worker FD``: over the socket ``FD`` the tests send one end of a new socket for each
task, and over that socket the two sides speak in lines of JSON::

    tests    {"task": name, "database": name, "arguments": {…}}
    process  {"ready": pid}     it is connected to the database and waits
    tests    {}                 go
    process  {"answer": …}      several where the task is a generator; or {"fault": traceback}

A process ends with its task, and at once when the tests close their end, so that none outlives them.
"""

import gc
import inspect
import json
import os
import socket
import sys
import threading
import traceback
from contextlib import suppress

import django
from django.core.serializers.json import DjangoJSONEncoder


def main(control):
    django.setup()
    from django.core.wsgi import get_wsgi_application
    from django.urls import get_resolver

    from . import tasks

    get_wsgi_application()
    get_resolver().url_patterns  # noqa: B018 (the whole site is imported once, before any fork)
    gc.collect()
    gc.freeze()  # memory that no collection touches is not copied for each process
    while received := socket.recv_fds(control, 1, 1)[1]:
        bury()
        if os.fork() == 0:
            control.close()
            channel = socket.socket(fileno=received[0])
            work(tasks, channel.makefile("r", encoding="utf-8"), channel.makefile("w", encoding="utf-8"))
            os._exit(0)
        os.close(received[0])


def bury():
    """Let the processes that have ended be gone."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def work(tasks, heard, said):
    """Be the process of one task."""
    from django.db import connection, connections

    request = json.loads(heard.readline())
    connection.settings_dict["NAME"] = request["database"]
    try:
        connection.ensure_connection()
        say(said, ready=os.getpid())
        if not heard.readline():
            return
        tasks.heed_limit()
        threading.Thread(target=end_with, args=[heard], daemon=True).start()
        answer = getattr(tasks, request["task"])(**request["arguments"])
        if inspect.isgenerator(answer):
            for line in answer:
                say(said, answer=line)
            return
        connections.close_all()
        say(said, answer=answer)
    except Exception:
        connections.close_all()
        say(said, fault=traceback.format_exc())


def say(said, **line):
    said.write(json.dumps(line, cls=DjangoJSONEncoder) + "\n")
    said.flush()


def end_with(heard):
    """Wait until the tests close their end, and go."""
    heard.readline()
    os._exit(1)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
