extension HTMLPage {
  /// The width in points that a figure is drawn for: half the page beside a table or for a paper's
  /// column, three quarters of it otherwise.
  static func width(of figure: FigureBlock, isPaired: Bool) -> Double {
    isPaired || figure.width == .column ? 390 : 600
  }

  func figure(_ block: FigureBlock, of chapter: Chapter?, isPaired: Bool) -> HTMLNode {
    let isNarrow = isPaired || block.width == .column
    return .tag(
      "figure", .id(HTMLAnchors.figure(block.id)), .class("drawing"),
      .data("width", isNarrow ? "column" : "text")
    ) {
      HTMLNode.tag(
        "div", .class("canvas"), .set(.role, "img"), .aria("label", block.alternativeText)
      ) {
        drawings[block.id].map(HTMLNode.drawing) ?? .nothing
      }
      caption(
        block.id, block.caption, tools: figureFiles(block) + [drawer(of: block, in: chapter)])
    }
  }

  private func figureFiles(_ block: FigureBlock) -> [HTMLNode] {
    guard let folder = options.figureFolder else { return [] }
    return options.figureFormats.map { format in
      .tag("a", .href(.file(folder, "\(block.id).\(format)"))) { format.uppercased() }
    }
  }

  /// The lines of the experiment that ask for this figure, and the way to the rest.
  private func drawer(of block: FigureBlock, in chapter: Chapter?) -> HTMLNode {
    guard let chapter, let making = chapter.making else { return .nothing }
    return .tag("details", .class("drawer")) {
      HTMLNode.tag("summary") { Self.makingTitle }
      if let excerpt = SourceExcerpt.lines(mentioning: block.id, in: making.source) {
        listing(excerpt, language: "swift")
      }
      facts(making.parameters)
      HTMLNode.tag("p") {
        HTMLNode.tag("a", .href(.fragment(HTMLAnchors.making(of: chapter)))) {
          "All of the source, the inputs and their digests"
        }
      }
    }
  }
}
