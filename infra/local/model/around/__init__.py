"""What stands around a question and limits nothing in it: courtesy, reasons, slips, shorthand."""
