"""The product model room (产品模型库): reviewed reference models that a product's accounting may start from."""
