import Report

extension Block {
  /// The block with captions that end with `sentence`, where they do not have `word` in them: a figure
  /// or table can be copied without its chapter.
  func saying(_ sentence: String, unless word: String) -> Block {
    switch self {
    case .figure(let figure): return .figure(said(in: figure))
    case .table(let table): return .table(said(in: table))
    case .pair(let figure, let table): return .pair(said(in: figure), said(in: table))
    case .gallery(let gallery): return .gallery(said(in: gallery))
    case .paragraph, .list, .code, .facts, .note: return self
    }

    func said<Captioned: HasCaption>(in block: Captioned) -> Captioned {
      var copy = block
      if !block.caption.plainText.lowercased().contains(word) {
        copy.caption = "\(block.caption) \(sentence)"
      }
      return copy
    }
  }
}

private protocol HasCaption {
  var caption: Prose { get set }
}

extension FigureBlock: HasCaption {}
extension TableBlock: HasCaption {}
extension Gallery: HasCaption {}
