"""The campaigns room (归集任务): yearly rounds in which many products are accounted and their data collected."""
