"""The window (网页): serve."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from perfeval.cli.app import app
from perfeval.cli.options import RulesDir


@app.command()
def serve(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="DIR", help="数据目录，缺省为用户数据目录。 Folder of the data."),
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="端口，0 为任选。 Port; 0 picks one.")] = 0,
    host: Annotated[str, typer.Option(help="监听地址。 Address to listen on.")] = "127.0.0.1",
    browser: Annotated[bool, typer.Option(help="打开浏览器。 Open the browser.")] = True,
    name: Annotated[
        list[str] | None,
        typer.Option(metavar="HOST", help="代理后的主机名，可重复。 Host name behind a proxy, repeatable."),
    ] = None,
    proxy: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ADDRESS", help="可信代理的地址，可重复。 Address of a trusted proxy, repeatable."
        ),
    ] = None,
    user_header: Annotated[
        str,
        typer.Option(metavar="NAME", help="代理写明用户的请求头。 Header in which the proxy names the user."),
    ] = "X-Remote-User",
    run: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="OUT",
            help="批量复算的输出目录，在“年度”栏翻看，可重复。 Output of batch to show, repeatable.",
        ),
    ] = None,
    rules_dir: RulesDir = None,
) -> None:
    """网页：在浏览器里复核，数据不离开本机；其他系统可用 /api/v1 接口。

    The window: review in a browser, nothing leaves this machine; other systems use /api/v1.

    例 Examples:

      perfeval serve

      perfeval serve 复核2023 --port 8765 --no-browser

      perfeval serve --run out-2023/ --run out-2023-new-rules/

    按 Ctrl+C 结束，内容都已保存。 Ctrl+C ends it; everything is kept.
    """
    try:
        from perfeval.web.serve import NotAllowedError
        from perfeval.web.serve import serve as serve_on
        from perfeval.web.settings import Settings, StoreTooNewError, state_folder
    except ModuleNotFoundError as error:
        typer.echo(f"缺少 {error.name}，请先安装：pip install 'perfeval[web]' (install the extra)", err=True)
        raise typer.Exit(2) from None
    from perfeval.files.lock import InUseError

    settings = Settings(
        folder or state_folder(),
        host,
        port,
        tuple(name or ()),
        tuple(proxy or ()),
        user_header.lower(),
        rules_dirs=tuple(rules_dir or ()),
        runs=tuple(run or ()),
    )

    def say(link: str) -> None:
        typer.echo(f"数据文件 {settings.database}")
        typer.echo(f"请在浏览器打开（只能用一次）：{link}")
        typer.echo(f"token {settings.api_token}")

    try:
        serve_on(settings, browser, say)
    except NotAllowedError:
        raise typer.BadParameter(
            "其他机器能访问的地址必须放在代理之后：请同时给出 --proxy "
            "(an address that other machines reach needs --proxy)",
            param_hint="--host",
        ) from None
    except InUseError:
        raise typer.BadParameter(
            f"「{settings.folder}」正由另一个 perfeval serve 使用 (in use by another server)",
            param_hint="DIR",
        ) from None
    except StoreTooNewError:
        raise typer.BadParameter(
            f"「{settings.database}」由更新的版本写成，请升级 perfeval (written by a later version)",
            param_hint="DIR",
        ) from None
    except OSError as error:
        raise typer.BadParameter(f"{host}:{port} {error.strerror}", param_hint="--port") from error
