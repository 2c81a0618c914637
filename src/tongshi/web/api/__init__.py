"""The same for programs: `/api/v1`, described by OpenAPI; one shape for lists, one for mistakes."""

from tongshi.web.api.application import create_api as create_api
