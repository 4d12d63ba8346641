"""A document as a workbook: the parts of `fupin.exports.xlsx`."""
