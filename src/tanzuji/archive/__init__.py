"""The archive room (产品档案与推送): a file for every accounted product, the catalogue of them, and offers pushed to their makers."""
