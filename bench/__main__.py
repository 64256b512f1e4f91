"""`make bench`: all benchmarks, one after the other."""

import asyncio

from bench import browsing, calls, conversation, exporting, models, reading, shapes, startup, tables


async def main() -> None:
    await calls.main()
    await reading.main()
    await models.main()
    await conversation.main()
    await tables.main()
    await exporting.main()
    await startup.main()
    await browsing.main()


shapes.main()  # its time is virtual, on a loop of its own
asyncio.run(main())
