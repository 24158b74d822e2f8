"""The law that the invented decisions cite: acts, regulations and guidance that exist, with their addresses."""

from __future__ import annotations

import functools
from typing import Literal

from scraper.replica.document import Cited

Kind = Literal["act", "regulations", "guidance", "ombudsman_guidance", "case"]

_SITE = "https://www.legislation.gov.uk"

LGA = "Local Government Act 1974"

# Title -> year and chapter number.
_ACTS: dict[str, str] = {
    "Adoption and Children Act 2002": "2002/38",
    "Anti-social Behaviour, Crime and Policing Act 2014": "2014/12",
    "Building Act 1984": "1984/55",
    "Care Act 2014": "2014/23",
    "Children Act 1989": "1989/41",
    "Children Act 2004": "2004/31",
    "Children and Families Act 2014": "2014/6",
    "Children (Leaving Care) Act 2000": "2000/35",
    "Chronically Sick and Disabled Persons Act 1970": "1970/44",
    "Clean Neighbourhoods and Environment Act 2005": "2005/16",
    "Countryside and Rights of Way Act 2000": "2000/37",
    "Data Protection Act 2018": "2018/12",
    "Education Act 1996": "1996/56",
    "Environmental Protection Act 1990": "1990/43",
    "Equality Act 2010": "2010/15",
    "Flood and Water Management Act 2010": "2010/29",
    "Freedom of Information Act 2000": "2000/36",
    "Health Service Commissioners Act 1993": "1993/46",
    "Highways Act 1980": "1980/66",
    "Homelessness Reduction Act 2017": "2017/13",
    "Housing Act 1985": "1985/68",
    "Housing Act 1996": "1996/52",
    "Housing Act 2004": "2004/34",
    "Housing Grants, Construction and Regeneration Act 1996": "1996/53",
    "Human Rights Act 1998": "1998/42",
    "Land Compensation Act 1973": "1973/26",
    "Land Drainage Act 1991": "1991/59",
    "Licensing Act 2003": "2003/17",
    "Limitation Act 1980": "1980/58",
    "Local Government Act 1972": "1972/70",
    LGA: "1974/7",
    "Local Government Act 2000": "2000/22",
    "Local Government Finance Act 1992": "1992/14",
    "Localism Act 2011": "2011/20",
    "Mental Capacity Act 2005": "2005/9",
    "Mental Health Act 1983": "1983/20",
    "National Health Service Act 2006": "2006/41",
    "New Roads and Street Works Act 1991": "1991/22",
    "Party Wall etc. Act 1996": "1996/40",
    "Planning (Listed Buildings and Conservation Areas) Act 1990": "1990/9",
    "Planning and Compulsory Purchase Act 2004": "2004/5",
    "Protection from Eviction Act 1977": "1977/43",
    "Representation of the People Act 1983": "1983/2",
    "Road Traffic Regulation Act 1984": "1984/27",
    "School Standards and Framework Act 1998": "1998/31",
    "Social Security Administration Act 1992": "1992/5",
    "Town and Country Planning Act 1990": "1990/8",
    "Traffic Management Act 2004": "2004/18",
    "Tribunals, Courts and Enforcement Act 2007": "2007/15",
    "Welfare Reform Act 2012": "2012/5",
    "Wildlife and Countryside Act 1981": "1981/69",
}
# Title -> year and number of the statutory instrument.
_REGULATIONS: dict[str, str] = {
    "Building Regulations 2010": "2010/2214",
    "Care and Support (Charging and Assessment of Resources) Regulations 2014": "2014/2672",
    "Care Planning, Placement and Case Review (England) Regulations 2010": "2010/959",
    "Care and Support (Choice of Accommodation) Regulations 2014": "2014/2670",
    "Care and Support (Direct Payments) Regulations 2014": "2014/2871",
    "Care and Support (Eligibility Criteria) Regulations 2015": "2015/313",
    "Children Act 1989 Representations Procedure (England) Regulations 2006": "2006/1738",
    "Civil Enforcement of Road Traffic Contraventions "
    "(Representations and Appeals) (England) Regulations 2022": "2022/576",
    "Council Tax (Administration and Enforcement) Regulations 1992": "1992/613",
    "Council Tax Reduction Schemes (Prescribed Requirements) (England) Regulations 2012": "2012/2885",
    "Health and Social Care Act 2008 (Regulated Activities) Regulations 2014": "2014/2936",
    "Homelessness (Suitability of Accommodation) (England) Order 2012": "2012/2601",
    "Housing Benefit Regulations 2006": "2006/213",
    "School Admissions (Appeals Arrangements) (England) Regulations 2012": "2012/9",
    "Special Educational Needs and Disability Regulations 2014": "2014/1530",
    "Taking Control of Goods Regulations 2013": "2013/1894",
    "Town and Country Planning (General Permitted Development) (England) Order 2015": "2015/596",
}
_GUIDANCE = (
    "Care and Support Statutory Guidance",
    "Getting the Best from Complaints",
    "Homelessness Code of Guidance",
    "Keeping Children Safe in Education",
    "National Planning Policy Framework",
    "Planning Practice Guidance",
    "School Admissions Code",
    "School Admission Appeals Code",
    "Special educational needs and disability code of practice",
    "Working Together to Safeguard Children",
)
_OWN_GUIDANCE = (
    "Assessment Code",
    "Guidance on Jurisdiction",
    "Guidance on Remedies",
    "Principles of Good Administrative Practice",
)


@functools.cache
def cited(title: str, provision: str | None = None, *, amended: bool = False) -> Cited:
    """A citation as the truth tells it. Raises KeyError for a title that no table holds, unless it is a case."""
    kind, url = _facts(title)
    return Cited(title, provision, amended, url, kind)


def _facts(title: str) -> tuple[Kind, str | None]:
    if title in _ACTS:
        return "act", f"{_SITE}/ukpga/{_ACTS[title]}"
    if title in _REGULATIONS:
        return "regulations", f"{_SITE}/uksi/{_REGULATIONS[title]}"
    if title in _GUIDANCE:
        return "guidance", None
    if title in _OWN_GUIDANCE:
        return "ombudsman_guidance", None
    if " v " in title:
        return "case", None
    raise KeyError(title)
