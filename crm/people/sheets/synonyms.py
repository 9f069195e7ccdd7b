"""How other systems head the columns of people and teams, and say that somebody works there."""

PEOPLE = {
    "display_name": ("full name", "display name", "名字", "员工姓名", "显示名称"),
    "username": ("login", "account", "账号", "帐号", "登录名"),
    "email": ("e-mail", "mail", "email address", "电子邮件", "邮件", "邮箱地址"),
    "phone": ("mobile", "telephone", "手机", "手机号", "联系电话", "电话号码"),
    "team": ("department", "部门", "所属团队", "小组"),
    "manages": ("manager of", "manager", "主管", "负责团队", "经理"),
    "is_admin": ("admin", "是否管理员"),
    "is_active": ("state", "status", "在职", "状态", "是否启用"),
}
TEAMS = {
    "name": ("name", "team name", "department", "名称", "团队名称", "部门"),
    "parent": ("parent", "parent team", "上级", "上级团队", "上级部门"),
    "manager": ("manager", "lead", "主管", "负责人", "经理"),
    "has_pool": ("pool", "keeps a pool", "公海", "有公海"),
}
PASSWORDS = ("password", "passwd", "pwd", "密码", "登录密码", "初始密码", "口令")
STATES = {
    **dict.fromkeys(["active", "enabled", "在职", "启用", "正常"], True),
    **dict.fromkeys(["inactive", "deactivated", "disabled", "离职", "停用", "禁用"], False),
}
