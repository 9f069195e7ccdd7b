"""The fifteen axes a new installation starts with, as declarations without a database.

Keys and codes are stable names that imports and integrations may rely on; admins edit the rest.
An axis's place in `STANDARD_AXES`, counted from 1, is its position in `category_ids`.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Standard:
    """One category; a parent stands before its children. Amounts in CNY a year."""

    code: str
    name_zh: str
    name_en: str
    tone: str = ""
    parent: str = ""
    amount_from: Decimal | None = None
    amount_to: Decimal | None = None


@dataclass(frozen=True)
class StandardAxis:
    key: str
    name_zh: str
    name_en: str
    categories: Callable[[], tuple[Standard, ...]]


@cache
def read_categories(filename: str) -> tuple[Standard, ...]:
    with (DATA / filename).open(encoding="utf-8", newline="") as file:
        return tuple(
            Standard(row["code"], row["name_zh"], row["name_en"], parent=row["parent"])
            for row in csv.DictReader(file)
        )


def _axis(key: str, name_zh: str, name_en: str, *categories: Standard) -> StandardAxis:
    return StandardAxis(key, name_zh, name_en, lambda: categories)


def _read_axis(key: str, name_zh: str, name_en: str, filename: str) -> StandardAxis:
    return StandardAxis(key, name_zh, name_en, lambda: read_categories(filename))


def _band(code: str, name_zh: str, name_en: str, start: int, end: int | None, tone: str = ""):
    upper = None if end is None else Decimal(end)
    return Standard(code, name_zh, name_en, tone, amount_from=Decimal(start), amount_to=upper)


STANDARD_AXES = (
    _read_axis("industry", "行业", "Industry", "industries.csv"),
    _read_axis("region", "地区", "Region", "regions.csv"),
    _axis(
        "nature",
        "经营性质",
        "Nature of business",
        Standard("manufacturer", "生产制造商", "Manufacturer"),
        Standard("trader", "贸易商", "Trader"),
        Standard("service", "服务商", "Service provider"),
        Standard("integrator", "系统集成商", "System integrator"),
        Standard("contractor", "工程总包商", "Engineering contractor"),
        Standard("construction", "建筑施工", "Construction"),
        Standard("farming", "种植养殖", "Farming"),
        Standard("mining", "矿产开采", "Mining"),
        Standard("utility", "能源与公用事业", "Energy and utilities"),
        Standard("logistics", "物流运输", "Logistics"),
        Standard("retail", "零售商", "Retailer"),
        Standard("research", "科研与设计院所", "Research and design institute"),
        Standard("education_health", "教育与医疗机构", "Education and healthcare"),
        Standard("administration", "行政管理机构", "Public administration"),
        Standard("other", "其他", "Other"),
    ),
    _axis(
        "ownership_form",
        "企业性质",
        "Form of ownership",
        Standard("state_owned", "国有企业", "State-owned"),
        Standard("central_soe", "中央企业", "Central state-owned", parent="state_owned"),
        Standard("local_soe", "地方国有企业", "Local state-owned", parent="state_owned"),
        Standard("private", "民营企业", "Private"),
        Standard("listed", "上市公司", "Listed"),
        Standard("foreign", "外商独资企业", "Foreign-owned"),
        Standard("hmt", "港澳台资企业", "Hong Kong, Macao or Taiwan-owned"),
        Standard("joint_venture", "合资企业", "Joint venture"),
        Standard("collective", "集体企业", "Collective"),
        Standard("public_institution", "事业单位", "Public institution"),
        Standard("government", "政府机关", "Government"),
        Standard("association", "社会团体", "Association"),
        Standard("sole_trader", "个体工商户", "Sole trader"),
    ),
    _axis(
        "size",
        "企业规模",
        "Size",
        Standard("large", "大型", "Large"),
        Standard("medium", "中型", "Medium"),
        Standard("small", "小型", "Small"),
        Standard("micro", "微型", "Micro"),
    ),
    _axis(
        "value",
        "标值",
        "Value",
        _band("A", "A级", "A", 1_000_000, None, "jade"),
        _band("B", "B级", "B", 300_000, 1_000_000, "sky"),
        _band("C", "C级", "C", 50_000, 300_000),
        _band("D", "D级", "D", 0, 50_000),
    ),
    _axis(
        "kind",
        "客户种类",
        "Kind",
        Standard("end_user", "终端用户", "End user"),
        Standard("oem", "配套厂商", "OEM"),
        Standard("distributor", "经销商", "Distributor"),
        Standard("agent", "代理商", "Agent"),
        Standard("project", "工程商", "Project contractor"),
        Standard("partner", "合作伙伴", "Partner"),
        Standard("peer", "同行", "Peer"),
    ),
    _axis(
        "source",
        "客户来源",
        "Source",
        Standard("referral", "客户介绍", "Referral"),
        Standard("partner", "合作伙伴推荐", "Partner recommendation"),
        Standard("exhibition", "展会", "Exhibition"),
        Standard("visit", "上门拜访", "Field visit"),
        Standard("cold_call", "电话开发", "Cold call"),
        Standard("inbound", "来电来访", "Inbound call or visit"),
        Standard("website", "官网询盘", "Website enquiry"),
        Standard("search", "搜索推广", "Search advertising"),
        Standard("marketplace", "电商平台", "Online marketplace"),
        Standard("social", "微信与新媒体", "WeChat and social media"),
        Standard("tender", "招标信息", "Tender notice"),
        Standard("directory", "企业名录", "Company directory"),
        Standard("media", "媒体广告", "Media advertising"),
        Standard("other", "其他", "Other"),
    ),
    _axis(
        "stage",
        "客户阶段",
        "Stage",
        Standard("lead", "潜在", "Lead"),
        Standard("contacted", "接触", "Contacted"),
        Standard("interested", "意向", "Interested", "sky"),
        Standard("quoted", "报价", "Quoted", "sky"),
        Standard("negotiating", "谈判", "Negotiating", "amber"),
        Standard("won", "成交", "Won", "jade"),
        Standard("repeat", "复购", "Repeat", "jade"),
        Standard("dormant", "休眠", "Dormant"),
        Standard("lost", "流失", "Lost", "seal"),
    ),
    _axis(
        "credit",
        "信用等级",
        "Credit",
        Standard("excellent", "优秀", "Excellent", "jade"),
        Standard("good", "良好", "Good", "jade"),
        Standard("fair", "一般", "Fair"),
        Standard("poor", "较差", "Poor", "amber"),
        Standard("blocked", "黑名单", "Blocked", "seal"),
        Standard("unrated", "未评级", "Unrated"),
    ),
    _axis(
        "relationship",
        "关系程度",
        "Relationship",
        Standard("strategic", "战略合作", "Strategic", "jade"),
        Standard("close", "紧密", "Close", "jade"),
        Standard("steady", "稳定", "Steady"),
        Standard("ordinary", "一般", "Ordinary"),
        Standard("new", "初识", "New"),
        Standard("distant", "疏远", "Distant", "amber"),
        Standard("broken", "破裂", "Broken", "seal"),
    ),
    _axis(
        "interest",
        "热度",
        "Interest",
        Standard("hot", "热", "Hot", "amber"),
        Standard("warm", "温", "Warm"),
        Standard("cold", "冷", "Cold", "sky"),
    ),
    _axis(
        "channel",
        "销售渠道",
        "Sales channel",
        Standard("direct", "直销", "Direct"),
        Standard("distribution", "经销", "Distribution"),
        Standard("agency", "代理", "Agency"),
        Standard("tender", "招投标", "Tender"),
        Standard("framework", "集采框架", "Framework agreement"),
        Standard("project", "工程配套", "Project supply"),
        Standard("online", "线上", "Online"),
        Standard("export", "出口", "Export"),
    ),
    _axis(
        "purchase_cycle",
        "采购周期",
        "Purchase cycle",
        Standard("on_demand", "随用随采", "On demand"),
        Standard("monthly", "每月", "Monthly"),
        Standard("quarterly", "每季", "Quarterly"),
        Standard("half_yearly", "每半年", "Half-yearly"),
        Standard("yearly", "每年", "Yearly"),
        Standard("beyond_a_year", "一年以上", "Longer than a year"),
        Standard("by_project", "按项目", "By project"),
        Standard("once", "一次性", "One-off"),
    ),
    _axis(
        "segment",
        "细分市场",
        "Market segment",
        Standard("new_plant", "新建项目", "New plant"),
        Standard("expansion", "扩产", "Expansion"),
        Standard("retrofit", "技术改造", "Retrofit"),
        Standard("replacement", "更新替换", "Replacement"),
        Standard("mro", "维修备件", "Maintenance and spares"),
        Standard("oem_fit", "主机配套", "Original equipment"),
        Standard("resale", "转售", "Resale"),
        Standard("export", "出口配套", "Export"),
    ),
)
