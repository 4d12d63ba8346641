"""A document as a text to edit: the parts of `fupin.exports.docx`."""
