"""Headings people write for what our columns call otherwise, in both languages."""

OF_ACTIVITIES = {
    "text": [
        "跟进内容", "跟进记录", "行动内容", "拜访内容", "沟通内容", "内容", "主题", "描述",
        "subject", "description", "notes", "summary", "activity", "what",
    ],
    "when": [
        "跟进时间", "跟进日期", "拜访时间", "拜访日期", "行动时间", "时间", "日期",
        "date", "activity date", "time",
    ],
    "done": ["完成时间", "完成日期", "completed", "completed at", "end time"],
    "due": ["计划时间", "计划日期", "截止时间", "到期日", "下次跟进时间", "due date", "due", "planned for"],
    "kind": ["跟进方式", "行动类型", "类型", "方式", "type", "activity type", "channel"],
    "status": ["状态", "status", "state"],
    "contact": ["联系人", "联系人姓名", "contact", "contact name", "contact person"],
    "outcome": ["结果", "跟进结果", "反馈", "outcome", "result"],
    "author": [
        "跟进人", "执行人", "记录人", "业务员", "销售", "负责人",
        "done by", "assigned to", "owner", "user", "author",
    ],
}  # fmt: skip
OF_OPPORTUNITIES = {
    "name": [
        "商机", "商机名称", "机会名称", "项目名称", "项目", "opportunity", "opportunity name", "deal",
        "deal name", "name",
    ],
    "amount": ["金额", "预计金额", "商机金额", "预算", "amount", "value", "deal value", "estimated value"],
    "stage": ["阶段", "销售阶段", "商机阶段", "stage", "sales stage"],
    "status": ["状态", "商机状态", "结果", "status", "result"],
    "expected": [
        "预计成交日期", "预计签单日期", "预计成交时间", "expected close", "expected close date", "close date",
    ],
    "owner": ["负责人", "业务员", "销售", "owner", "rep", "sales rep", "opportunity owner"],
    "need": ["需求", "客户需求", "商机描述", "描述", "备注", "description", "need", "needs", "notes"],
    "lost_reason": ["输单原因", "丢单原因", "lost reason", "loss reason", "why lost"],
    "closed": ["成交日期", "关闭日期", "关闭时间", "结单日期", "closed", "closed at", "date closed"],
    "currency": ["币种", "货币", "currency"],
    "created": ["创建时间", "创建日期", "created", "created at", "created date"],
}  # fmt: skip
OF_ORDERS = {
    "number": [
        "订单号", "订单编号", "合同号", "合同编号", "单号", "order", "order number", "order no",
        "order id", "contract number",
    ],
    "ordered": [
        "下单日期", "下单时间", "订单日期", "签订日期", "签约日期", "日期", "order date", "date", "ordered",
    ],
    "contract_ends": ["合同到期日", "合同结束日期", "到期日", "contract end", "contract ends", "end date"],
    "total": ["金额", "订单金额", "合同金额", "总金额", "合计", "total", "amount", "order total"],
    "opportunity": ["商机", "商机名称", "项目", "opportunity", "deal"],
    "author": ["业务员", "销售", "录入人", "创建人", "rep", "sales rep", "salesperson", "created by"],
    "remarks": ["备注", "说明", "remarks", "notes", "comment"],
    "currency": ["币种", "货币", "currency"],
    "product": ["产品", "产品名称", "品名", "商品", "product", "product name", "item"],
    "quantity": ["数量", "quantity", "qty"],
    "unit": ["单位", "unit", "uom"],
    "unit_price": ["单价", "unit price", "price"],
}  # fmt: skip
