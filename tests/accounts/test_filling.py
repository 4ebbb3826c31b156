"""A form of a page filled in again: every kind of control, the right form among several."""

from accounts.filling import fill_form

PAGE = """<p>Trang</p>
<form action="/tim/"><input name="q" value=""></form>
<form method="post" action="/khac/"><input name="note" value="cũ"></form>
<details class="a"><summary>Gập</summary>
<form method="post" action="/luu/" id="f">
<input type="hidden" name="csrfmiddlewaretoken" value="moi">
<input type="hidden" name="revision" value="9">
<input name="title" value="x"><input type="checkbox" name="unit" value="1" checked>
<input type="checkbox" name="unit" value="2"><input type="radio" name="granted" value="yes">
<textarea name="note" rows="2">cũ</textarea>
<select name="part"><option value="" selected>–</option>
<option value="lead">Chủ trì</option></select>
<input type="file" name="files"><input type="password" name="secret">
<button name="act" value="go">Lưu</button></form></details>
<input name="apart" form="f">"""


def fill(typed, action="/luu/", page=PAGE):
    return fill_form(page, at="/trang/", action=action, typed=typed, said="<b>đây</b>")


def test_every_kind_of_control_takes_what_was_typed():
    page = fill(
        {
            "csrfmiddlewaretoken": ["cu"],
            "revision": ["7"],
            "title": ['Họp "tổ" <b>'],
            "unit": ["2"],
            "granted": ["yes"],
            "note": ["dòng một\r\ndòng hai </textarea>"],
            "part": ["lead"],
            "apart": ["riêng"],
        }
    )
    assert 'name="csrfmiddlewaretoken" value="moi"' in page
    assert 'name="revision" value="7"' in page
    assert 'value="Họp &quot;tổ&quot; &lt;b&gt;"' in page
    assert '<input type="checkbox" name="unit" value="1">' in page
    assert '<input type="checkbox" name="unit" value="2" checked>' in page
    assert '<input type="radio" name="granted" value="yes" checked>' in page
    assert "dòng một\r\ndòng hai &lt;/textarea&gt;</textarea>" in page
    assert '<option value="lead" selected>' in page
    assert '<option value="">' in page
    assert 'name="apart" form="f" value="riêng"' in page


def test_only_the_form_that_was_sent_is_changed_and_its_fold_opens():
    page = fill({"note": ["mới"]})
    assert '<form method="post" action="/khac/"><input name="note" value="cũ">' in page
    assert '<details class="a" open>' in page
    assert page.index("<b>đây</b>") > page.index('id="f"')


def test_what_no_control_holds_is_kept_in_hidden_controls():
    page = fill({"title": ["một", "hai"], "act": ["go"]})
    assert '<input type="hidden" name="title" value="hai">' in page
    assert '<input type="hidden" name="act"' not in page  # its button says it again
    page = fill({"act": ["gone"]})
    assert '<input type="hidden" name="act" value="gone">' in page


def test_files_and_passwords_are_left_alone():
    page = fill({"secret": ["lo"], "title": ["a"]})
    assert '<input type="password" name="secret">' in page


def test_a_form_without_an_address_is_sent_to_its_own_page():
    page = '<form method="post"><input name="a"></form>'
    assert 'value="1"' in (fill({"a": ["1"]}, action="/trang/", page=page) or "")


def test_a_page_without_the_form_is_told():
    assert fill({"a": ["1"]}, action="/chua-co/") is None
