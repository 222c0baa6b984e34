"""Tables as Markdown."""

from train.tables import markdown_table


def test_a_bar_in_a_title_is_no_new_column():
    table = markdown_table(["model", "mae"], [["a|b", 0.5], ["c", 1000]]).splitlines()
    assert [line.replace("\\|", "").count("|") for line in table] == [3] * 4
    assert table[2].startswith("| a\\|b ") and "1,000" in table[3]
