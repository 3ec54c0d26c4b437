"""The supervision room (监督): plans, random draws, inspections, rectification, complaints, market surveillance."""
