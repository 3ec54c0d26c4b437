"""The sharing room (上下游结果数据): a supplier's footprint becomes an input of its buyer, total by total and with consent."""
