/// Ids are the page's anchors and the figures' file names, so each must be the only one.
enum DocumentIDs {
  /// Throws: `HTMLRenderError.duplicateID` for the first id of a chapter, or of a figure, table or
  /// gallery, that occurs again or that the page itself needs.
  static func check(_ document: Document) throws(HTMLRenderError) {
    try checkDistinct(HTMLAnchors.reserved + document.chapters.map(\.id))
    let ids = document.blocks.flatMap { block -> [String] in
      switch block {
      case .figure(let figure): [figure.id]
      case .table(let table): [table.id]
      case .pair(let figure, let table): [figure.id, table.id]
      case .gallery(let gallery): [gallery.id]
      case .paragraph, .list, .code, .facts, .note: []
      }
    }
    try checkDistinct(ids)
  }

  private static func checkDistinct(_ ids: [String]) throws(HTMLRenderError) {
    var seen: Set<String> = []
    for id in ids where !seen.insert(id).inserted { throw .duplicateID(id) }
  }
}
