from intel.models.competitor import Competitor, RivalProduct
from intel.models.department import Department
from intel.models.dossier import Dossier
from intel.models.fact import Fact

__all__ = ["Competitor", "Department", "Dossier", "Fact", "RivalProduct"]
