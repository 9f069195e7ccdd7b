"""The people of the demo company: forty of them in a tree of teams. All names are invented."""

import random

from django.contrib.auth.hashers import make_password

from crm.models import Team, User

PASSWORD = "zhibi-demo"
SURNAMES = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕单解仇"
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红玲建国文辉力志永健波宁"
    "欣怡浩宇子涵思远雨桐嘉琪梓轩晨曦若彤俊豪诗琪博文雅婷天佑"
)
# Region, the province codes it serves, and the two groups in it.
REGIONS = (
    ("华东区", ("310000", "320000", "330000", "340000"), ("华东一组", "华东二组")),
    ("华南区", ("440000", "350000", "450000", "460000"), ("华南一组", "华南二组")),
    ("华北区", ("110000", "120000", "130000", "370000", "410000"), ("华北一组", "华北二组")),
    ("西部区", ("500000", "510000", "610000", "420000", "430000"), ("西部一组", "西部二组")),
)
FIXED = {
    "admin": "高管理",
    "zhouwei": "周维",
    "lina": "李娜",
    "wanglei": "王磊",
    "zongjingli": "郑总",
}


class Company:
    """Builds the people; afterwards `reps` and `provinces_of` are what the customers need."""

    def __init__(self, rng: random.Random):
        self.rng = rng
        self.password = make_password(PASSWORD)
        self.names = set(FIXED.values())
        self.reps: list[User] = []
        self.regions: list[Team] = []
        self.provinces_of: dict[int, tuple[str, ...]] = {}
        self.region_of: dict[int, Team] = {}
        self.people: dict[str, User] = {}

    def build(self):
        self.head = Team.objects.create(name="恒远工业设备", has_pool=True)
        self._hire_manager("zongjingli", self.head)
        self._hire("admin", self.head, is_admin=True)
        self._hire("itadmin", self.head, is_admin=True)
        self._hire("service", self.head)
        for number, (name, provinces, groups) in enumerate(REGIONS, start=1):
            self._open_region(number, name, provinces, groups)
        return self

    @property
    def admin(self) -> User:
        return self.people["admin"]

    def named(self, login: str) -> User:
        return self.people[login]

    def colleagues_of(self, rep: User) -> list[User]:
        """The reps of the same region, `rep` among them."""
        region = self.region_of[rep.pk]
        return [other for other in self.reps if self.region_of[other.pk] == region]

    def _open_region(self, number, name, provinces, groups):
        region = Team.objects.create(name=name, parent=self.head, has_pool=True)
        self.regions.append(region)
        self._hire_manager(f"region{number}", region)
        for group_number, group_name in enumerate(groups, start=1):
            self._open_group(f"{number}{group_number}", group_name, region, provinces)

    def _open_group(self, number, name, region, provinces):
        group = Team.objects.create(name=name, parent=region)
        logins = [f"rep{number}{place}" for place in range(1, 4)]
        if number == "12":
            logins[:2] = ["lina", "wanglei"]
        self._hire_manager("zhouwei" if number == "12" else f"group{number}", group)
        for login in logins:
            rep = self._hire(login, group)
            self.reps.append(rep)
            self.provinces_of[rep.pk], self.region_of[rep.pk] = provinces, region

    def _hire_manager(self, login, team):
        team.manager = self._hire(login, team)
        team.save(update_fields=["manager"])

    def _hire(self, login, team, is_admin=False) -> User:
        phone = f"199{self.rng.randrange(10**8):08}"
        person = User.objects.create(
            username=login,
            display_name=FIXED.get(login) or self._new_name(),
            email=f"{login}@hengyuan.example",
            phone=phone,
            team=team,
            is_admin=is_admin,
            password=self.password,
        )
        self.people[login] = person
        return person

    def _new_name(self) -> str:
        while (name := person_name(self.rng)) in self.names:
            pass
        self.names.add(name)
        return name


def person_name(rng: random.Random) -> str:
    given = rng.choice(GIVEN) + (rng.choice(GIVEN) if rng.random() < 0.7 else "")
    return rng.choice(SURNAMES) + given
