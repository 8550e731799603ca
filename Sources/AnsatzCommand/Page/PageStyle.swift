/// The style sheet of a report: readable in a narrow window, on paper, in light and dark.
enum PageStyle {
    static let text = """
        :root { color-scheme: light dark; --ink: #1c1f23; --ground: #ffffff; --soft: #5b6570; --line: #d9dee3; --panel: #f4f6f8;
          --key: #0a58a8; --quote: #8a4b08; --value: #1b6e3c; --good: #1b6e3c; --bad: #b3261e; --middling: #8a5a00; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e8ea; --ground: #15181b; --soft: #9aa4ad; --line: #363c42;
          --panel: #1f2429; --key: #7db7f0; --quote: #e0a877; --value: #86cf9f; --good: #86cf9f; --bad: #ff8a80; --middling: #e5b567; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 62rem; background: var(--ground); color: var(--ink);
          font: 1rem/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; overflow-wrap: break-word; }
        h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .3rem; }
        h2 { font-size: 1.15rem; margin: 2rem 0 .6rem; padding-bottom: .2rem; border-bottom: 1px solid var(--line); }
        p { margin: .4rem 0; } .soft { color: var(--soft); }
        .good { color: var(--good); font-weight: 600; } .bad { color: var(--bad); font-weight: 600; }
        .middling { color: var(--middling); font-weight: 600; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; font-size: .92rem; }
        th, td { text-align: left; vertical-align: top; padding: .25rem .9rem .25rem 0; border-bottom: 1px solid var(--line); }
        th { font-weight: 600; } th[scope=row] { font-weight: 400; color: var(--soft); white-space: nowrap; }
        .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        td { min-width: 4rem; } td:nth-child(4) { min-width: 14rem; } .digest { min-width: 0; }
        pre { background: var(--panel); border-radius: 6px; padding: .8rem; overflow-x: auto; font-size: .85rem; line-height: 1.45; margin: .6rem 0; }
        code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; }
        .key { color: var(--key); } .quote { color: var(--quote); } .value { color: var(--value); } .comment { color: var(--soft); }
        .pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr)); gap: 1rem; align-items: start; }
        figure { margin: 0; } figcaption { color: var(--soft); font-size: .85rem; }
        img { display: block; width: 100%; height: auto; background: #ffffff; border-radius: 6px; border: 1px solid var(--line); }
        details { margin: .6rem 0; } summary { cursor: pointer; color: var(--soft); }
        .digest { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .8rem; }
        @media print { body { max-width: none; padding: 0; font-size: 10pt; } pre { white-space: pre-wrap; border: 1px solid #ccc; }
          figure, tr { break-inside: avoid; } h2 { break-after: avoid; } }
        """
}
