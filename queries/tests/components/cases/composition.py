from sprag import Component, ui

from .parts import Badge, LIMIT, Panel, badge_row, initials, page_title, pill, tone_of

PROPS = {"PropsPassed": {"user": {"name": "Ada Lovelace", "tags": ["x", "y"]}}}


class Leaf(Component):
    def render(self, props=None):
        props = props or {}
        return ui.b(props.get("text", "default"), class_=props.get("kind"))


class ChildRender(Component):
    def render(self, props=None):
        return ui.div(Leaf().render(), Leaf().render({"text": "given"}), Leaf({"text": "unused"}).render())


class ChildInstance(Component):
    def render(self, props=None):
        return ui.div(Leaf({"text": "a"}), Leaf(props={"text": "b", "kind": "k"}), [Leaf({})])


class StateOfChild(Component):
    def render(self, props=None):
        return ui.p(self.state.get("n", 5), self.props.get("n", "none"))


class ChildState(Component):
    def render(self, props=None):
        return ui.div(StateOfChild(state={"n": 1}), StateOfChild({"n": 2}), StateOfChild({"n": 3}, {"n": 4}))


class PropsPassed(Component):
    def render(self, props):
        user = props["user"]
        return ui.div(Leaf({"text": initials(user["name"])}), [Leaf({"text": tag}) for tag in user["tags"]])


class ImportedChild(Component):
    def render(self, props=None):
        return ui.div(Badge({"label": "new"}), Badge({"label": "old", "tone": "warn"}), Badge({}))


class ImportedFunctions(Component):
    def render(self, props=None):
        return ui.div(page_title("Home", level=2), pill("a"), pill("b", active=True), badge_row(["x", "y"]), LIMIT)


class ImportedPanel(Component):
    def render(self, props=None):
        return Panel({"title": "T", "body": [ui.p("one"), "two"]})


class ToneTable(Component):
    def render(self, props=None):
        return ui.ul([ui.li(tone_of(n)) for n in (-1, 0, LIMIT + 1)])


class ChildrenAsProps(Component):
    def slot(self, *children, title=None):
        return ui.section(title and ui.h2(title), ui.div(*children, class_="body"))

    def render(self, props=None):
        return self.slot(ui.p("a"), self.slot("inner"), title="Outer")


class ComponentsInFor(Component):
    def render(self, props=None):
        return ui.For(["a", "b"], key=str, render=lambda text: Leaf({"text": text}))


class ComponentClassInFor(Component):
    def render(self, props=None):
        return ui.For([{"text": "a"}, {"text": "b"}], render=Leaf)


class RecursiveTree(Component):
    def node(self, name, children):
        return ui.li(name, ui.ul([self.node(*child) for child in children]) if children else None)

    def render(self, props=None):
        return ui.ul(self.node("root", [("a", [("a1", [])]), ("b", [])]))


class ModuleFunction(Component):
    def render(self, props=None):
        return ui.p(shout("hi"), shout("there", mark="?"), shout(*["x"], **{"mark": "."}))


def shout(text, mark="!"):
    return text.upper() + mark


TITLES = {"home": "Home page", "about": "About us"}
ORDER = ("about", "home")


class ModuleConstants(Component):
    def render(self, props=None):
        return ui.nav([ui.a(TITLES[name], href=f"/{name}") for name in ORDER])


class PropsDefault(Component):
    def render(self, props={"a": 1}):
        return ui.p(str(props))


class OwnProps(Component):
    def render(self, props=None):
        return ui.p(str(self.props), str(self.state), str(props == self.props))
