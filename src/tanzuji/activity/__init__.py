"""The base data room (基础数据库): facilities, meters, readings, purchases, reports and evidence of enterprises."""
