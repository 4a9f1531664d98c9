"""The driver for pycent 5's asynchronous client: pycent5_async.py ADDRESS KEY [CA-FILE]."""
import asyncio
import sys

import aiohttp  # noqa: F401, fails at once if it is missing
from cent import AsyncClient, BatchRequest, PublishRequest

from driver import CHANNEL, DATA, check, serve

loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)


async def opened():
    return AsyncClient(sys.argv[1] + "/api", sys.argv[2], timeout=120)


client = loop.run_until_complete(opened())


async def many(publishers, size):
    async def one():
        for _ in range(size // publishers):
            await client.publish(PublishRequest(channel=CHANNEL, data=DATA))

    await asyncio.gather(*(one() for _ in range(publishers)))


async def batch(size):
    commands = [PublishRequest(channel=CHANNEL, data=DATA) for _ in range(size)]
    check(len((await client.batch(BatchRequest(requests=commands))).replies) == size)


def run(work):
    return lambda size: loop.run_until_complete(work(size))


works = {
    "publish": run(lambda size: many(1, 1)),
    "events": run(batch),
    "batch": run(batch),
    "producers1": run(lambda size: many(1, size)),
    "producers2": run(lambda size: many(2, size)),
    "producers8": run(lambda size: many(8, size)),
}
serve(works if len(sys.argv) < 4 else {})
loop.run_until_complete(client.close())
