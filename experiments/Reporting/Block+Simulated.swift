import Report

extension Block {
  /// The block with captions that say that seeds are simulated, where they do not say so already: a
  /// figure or table can be copied without its chapter.
  var sayingSimulated: Block {
    switch self {
    case .figure(let figure): .figure(figure.sayingSimulated)
    case .table(let table): .table(table.sayingSimulated)
    case .pair(let figure, let table): .pair(figure.sayingSimulated, table.sayingSimulated)
    case .gallery(let gallery): .gallery(gallery.sayingSimulated)
    case .paragraph, .list, .code, .facts, .note: self
    }
  }
}

extension FigureBlock {
  fileprivate var sayingSimulated: FigureBlock {
    var copy = self
    copy.caption = caption.sayingSimulated
    return copy
  }
}

extension TableBlock {
  fileprivate var sayingSimulated: TableBlock {
    var copy = self
    copy.caption = caption.sayingSimulated
    return copy
  }
}

extension Gallery {
  fileprivate var sayingSimulated: Gallery {
    var copy = self
    copy.caption = caption.sayingSimulated
    return copy
  }
}

extension Prose {
  fileprivate var sayingSimulated: Prose {
    plainText.lowercased().contains("simulated") ? self : "\(self) Seeds are simulated."
  }
}
