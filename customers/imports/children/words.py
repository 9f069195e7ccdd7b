"""Headings people write for a customer that a row belongs to, in both languages."""

WORDS = {
    "customer": [
        "客户", "客户名称", "公司", "公司名称", "企业名称", "单位", "单位名称", "所属客户",
        "company", "company name", "customer", "customer name", "account", "account name",
        "organisation", "organization",
    ],
    "customer.credit_code": [
        "统一社会信用代码", "信用代码", "税号", "客户税号", "credit code", "uscc", "tax id",
    ],
    "customer.phone": ["客户电话", "公司电话", "customer phone", "company phone"],
    "customer.source_keys": [
        "客户编号", "客户编码", "客户id", "customer id", "account id", "customer number",
    ],
    "source_keys": ["编号", "id", "key", "record id"],
    "created_by": ["创建人", "录入人", "created by", "entered by"],
    "entered": ["创建时间", "录入时间", "创建日期", "created at", "created", "created time"],
}  # fmt: skip
