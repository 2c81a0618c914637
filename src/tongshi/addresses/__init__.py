"""Addresses: what is wrapped in one, its canonical form, what copies of one article share, and what damage it took."""

from tongshi.addresses.reading import Address as Address
from tongshi.addresses.reading import Addresses as Addresses
from tongshi.addresses.reading import Flag as Flag
from tongshi.addresses.reading import load_addresses as load_addresses
from tongshi.addresses.reading import shipped as shipped
