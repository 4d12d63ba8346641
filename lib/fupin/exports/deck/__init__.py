"""A document as a deck: the parts of `fupin.exports.pptx`."""
