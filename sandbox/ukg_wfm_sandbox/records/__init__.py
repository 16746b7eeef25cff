"""Records of the company in the shape in which the API answers them."""
