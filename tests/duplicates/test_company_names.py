"""Which spellings are one company's name."""

import pytest

from customers.company_names import core

SAME = [
    ("恒宇机械", "恒宇机械（集团）股份有限公司"),
    ("恒宇机械", "恒宇 机械 有限责任公司"),
    ("恒宇机械有限公司", "恒宇机械公司"),
    ("恒宇机械有限公司", "恒宇机械控股集团有限公司"),
    ("ABC（中国）有限公司", "abc(中国)"),
    ("Hengyu Machines", "HENGYU  MACHINES Co., Ltd."),
    ("Hengyu Machines Inc", "\uff28\uff45\uff4e\uff47\uff59\uff55 Machines Corporation"),
    ("Hengyu-Machines Group Limited", "hengyu machines"),
    ("Müller GmbH", "MULLER"),
]
OTHERS = [
    ("Cis", "Cisco"),
    ("恒宇机械", "恒宇机械上海分公司"),
    ("恒宇机械", "恒宇"),
    ("有限公司", "集团"),
    ("Hengyu", "Hengyu Machines"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_legal_form_width_case_and_brackets_do_not_count(one, other):
    assert core(one) == core(other)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_another_name_is_another_core(one, other):
    assert core(one) != core(other)


@pytest.mark.parametrize("name", ["", " ", "（）", "。"])
def test_a_name_without_letters_is_no_name(name):
    assert core(name) == ""
