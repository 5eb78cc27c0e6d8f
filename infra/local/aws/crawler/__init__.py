"""The offline Glue crawler: from a folder of files to databases and tables of the Glue Data Catalog.

>>> result = crawl(Path("lake"), "outcrop-lake", print, cache=Path("home/crawl.json"))
>>> register(glue, result)

Names are lower case; what isn't a letter, digit or ``_`` becomes ``_`` (Glue keeps such characters, and queries then
need quotes).
"""

from infra.local.aws.crawler.crawl import crawl
from infra.local.aws.crawler.register import register
from infra.local.aws.crawler.result import CrawledTable, CrawlProblem, CrawlResult

__all__ = ["CrawlProblem", "CrawlResult", "CrawledTable", "crawl", "register"]
