from sprag import Component, ui

PROPS = {"PropEscapes": {"html": "<script>alert(1)</script>", "quote": "\"'`"}}


class EscapedText(Component):
    def render(self, props=None):
        return ui.p("<b>&amp;</b> & \" ' > </p>")


class EscapedEntities(Component):
    def render(self, props=None):
        return ui.p("&lt; &nbsp; &copy; \u00a0 \u2014 \u200b")


class EscapedAttributes(Component):
    def render(self, props=None):
        return ui.a("x", title="<b>&\"'", href="javascript:void('a')&x=<y>")


class PropEscapes(Component):
    def render(self, props):
        return ui.div(props["html"], title=props["quote"], data_html=props["html"])


class RawHtml(Component):
    def render(self, props=None):
        return ui.div("a<", ui.HTML("<i>b</i> &amp; c"), "d")


class RawHtmlNested(Component):
    def render(self, props=None):
        return ui.ul([ui.li(ui.HTML(f"<b>{n}</b>")) for n in range(2)], ui.HTML("<li>raw</li><li>two</li>"))


class RawHtmlAlone(Component):
    def render(self, props=None):
        return ui.HTML("<p>one</p><p>two</p>")


class RawHtmlText(Component):
    def render(self, props=None):
        return ui.p(ui.HTML("only text &lt;"), ui.HTML(""), ui.HTML("<!-- note -->"))


class RawHtmlConditional(Component):
    def render(self, props=None):
        body = self.state.get("body")
        return ui.article(ui.HTML(body) if body else ui.p("empty"))


class RawTable(Component):
    def render(self, props=None):
        return ui.table(ui.tbody(ui.HTML("<tr><td>1</td></tr>"), ui.tr(ui.td("2"))))


class InnerHtml(Component):
    def render(self, props=None):
        return ui.div(ui.p(innerHTML="<b>x</b>"), ui.p(textContent="<b>x</b>"))


class StyleElement(Component):
    def render(self, props=None):
        return ui.div(ui.style("a > b { content: \"<&\"; }"), ui.p("x"))


class ScriptElement(Component):
    def render(self, props=None):
        return ui.div(ui.script('{"a": "<b>", "c": 1 && 2}', type="application/json"))


class UnicodeText(Component):
    def render(self, props=None):
        return ui.p("héllo 日本語 🎉👨‍👩‍👧 \u202e", "e\u0301")


class ControlText(Component):
    def render(self, props=None):
        return ui.p("tab\there", "line\nbreak", "back\\slash", r"raw\n")


class TemplateText(Component):
    def render(self, props=None):
        return ui.p("${x} `tick` {y}", f"{{braces}} ${1 + 1}")
