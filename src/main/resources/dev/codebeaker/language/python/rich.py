"""What code shows beyond text: values, tables and figures as bundles of media type to content."""

import binascii
import builtins
import io
import json
import sys
import traceback
import types

_MOST_TEXT = 256 * 1024
_MOST_CONTENT = 4 * 1024 * 1024
_METHODS = (
    ("_repr_html_", "text/html"),
    ("_repr_markdown_", "text/markdown"),
    ("_repr_latex_", "text/latex"),
    ("_repr_svg_", "image/svg+xml"),
    ("_repr_png_", "image/png"),
    ("_repr_jpeg_", "image/jpeg"),
    ("_repr_json_", "application/json"),
)


def _content(value):
    """Text as it is, bytes as base64, anything else as JSON; None if it is too large to send."""
    if isinstance(value, tuple) and value:  # (content, metadata)
        value = value[0]
    if value is None:
        return None
    if isinstance(value, (bytes, bytearray, memoryview)):
        if len(value) > _MOST_CONTENT // 4 * 3:
            return None
        return binascii.b2a_base64(value, newline=False).decode("ascii")
    text = value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= _MOST_CONTENT else None


def _call(value, name, *arguments, **named):
    """The answer of a method that the value's own class has; None if it has none or it fails."""
    method = None if isinstance(value, type) else getattr(type(value), name, None)
    if method is None:
        return None
    try:
        return method(value, *arguments, **named)
    except Exception:
        traceback.print_exc()
        return None


def bundle(value):
    """All that a value can be shown as; text/plain is always there."""
    text = repr(value)
    if len(text) > _MOST_TEXT:
        text = f"{text[:_MOST_TEXT]}… ({len(text) - _MOST_TEXT} characters more)"
    found = {"text/plain": text}
    for name, media in _METHODS:
        content = _content(_call(value, name))
        if content is not None:
            found[media] = content
    figure = _figure_class()
    if figure is not None and isinstance(value, figure):
        found["image/png"] = _content(_png(value))
    many = _call(value, "_repr_mimebundle_", include=None, exclude=None)
    if isinstance(many, tuple) and many:
        many = many[0]
    if isinstance(many, dict):
        found.update((str(k), _content(v)) for k, v in many.items())
    return {media: content for media, content in found.items() if content is not None}


def _figure_class():
    module = _MODULES.get("matplotlib.figure")
    return getattr(module, "Figure", None)


def _png(figure):
    page = io.BytesIO()
    figure.savefig(page, format="png", bbox_inches="tight")
    return page.getbuffer()


class Figures:
    """Delivers matplotlib's figures: each when it is shown, or else at the end of the execution."""

    def __init__(self, emit):
        self._emit = emit
        _MODULES[_BACKEND] = self._backend()

    def _backend(self):
        """matplotlib's Agg with a show() that delivers; imports nothing before it is used."""
        module = types.ModuleType(_BACKEND)

        def canvas(name):
            if name != "FigureCanvas":
                raise AttributeError(name)
            from matplotlib.backends.backend_agg import FigureCanvasAgg

            module.FigureCanvas = FigureCanvasAgg
            return FigureCanvasAgg

        module.__getattr__ = canvas
        module.show = self.show
        return module

    def _open(self):
        helpers = _MODULES.get("matplotlib._pylab_helpers")
        return helpers.Gcf.get_all_fig_managers() if helpers else ()

    def show(self, *ignored, **named):
        """Stands for pyplot.show()."""
        try:
            for manager in self._open():
                figure = manager.canvas.figure
                if len(figure.get_children()) > 1:  # more than its own background
                    self._deliver(figure)
        finally:
            self.close()

    def _deliver(self, figure):
        content = _content(_png(figure))
        if content is None:
            print("a figure is too large to be shown", file=sys.stderr)
        else:
            self._emit({"text/plain": repr(figure), "image/png": content})

    def close(self):
        """Also lets go of fonts, which are open files: no fork or restored context has those."""
        helpers = _MODULES.get("matplotlib._pylab_helpers")
        if helpers:
            helpers.Gcf.destroy_all()
        fonts = _MODULES.get("matplotlib.font_manager")
        if fonts:
            fonts._get_font.cache_clear()


def install_display(emit):
    def display(*values):
        """Shows values the way their classes can be shown: as tables, figures, formulas, text."""
        for value in values:
            emit(bundle(value))

    builtins.display = display
