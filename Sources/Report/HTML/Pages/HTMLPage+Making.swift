extension HTMLPage {
  /// The drawers under a chapter: its source, its parameters, what went in, and what it cost.
  func making(of chapter: Chapter) -> HTMLNode {
    guard let making = chapter.making else { return .nothing }
    return .tag("section", .class("making"), .id(HTMLAnchors.making(of: chapter))) {
      HTMLNode.tag("h3") { Self.makingTitle }
      if !making.source.isEmpty {
        drawer("The Swift that made this chapter") { listing(making.source, language: "swift") }
      }
      if !making.parameters.isEmpty {
        drawer("Parameters") { facts(making.parameters) }
      }
      if !making.digests.isEmpty {
        drawer("Inputs and their digests") { facts(making.digests) }
      }
      if let cost = making.cost {
        drawer("Work per step") {
          HTMLNode.tag("div", .class("scroll")) { table(cost) }
          HTMLNode.tag("div", .class("tools")) {
            exports(of: cost, name: chapter.id + "-cost")
          }
        }
      }
    }
  }

  private func drawer(
    _ title: String, @HTMLBuilder content: () -> [HTMLNode]
  ) -> HTMLNode {
    .tag("details", .class("drawer")) {
      HTMLNode.tag("summary") { title }
      content()
    }
  }
}
