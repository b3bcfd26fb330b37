extension Document {
  /// Every block in reading order.
  public var blocks: [Block] {
    opening + chapters.flatMap { $0.lead + $0.sections.flatMap(\.blocks) } + provenance
  }

  /// Every figure in reading order, and whether it stands beside a table.
  var figures: [(block: FigureBlock, isPaired: Bool)] {
    blocks.compactMap { block in
      switch block {
      case .figure(let figure): (figure, false)
      case .pair(let figure, let table): (figure, PairLayout.isSideBySide(table.table))
      default: nil
      }
    }
  }

  var galleries: [Gallery] {
    blocks.compactMap { if case .gallery(let gallery) = $0 { gallery } else { nil } }
  }
}
