"""What employers and their work can be loaded with."""

from placement import employer_loading, vacancy_loading

KINDS = (employer_loading.KIND, vacancy_loading.KIND)
