/// Where the images of a gallery stand.
struct GalleryGrid {
  static let small = ProseStyle(size: 7.5, leading: 12, ink: .soft, tabular: true)

  private let items: [GalleryItem]
  private let layers: [(id: String, name: String)]
  private let cellWidth: Double
  private let heads: [SetText]
  private let lines: [SetText]
  private static let gap = 6.0
  private static let layerOpacity = 0.9

  let headHeight = 14.0

  init(_ items: [GalleryItem], width: Double, typesetter: Typesetter) {
    self.items = items
    var layers: [(id: String, name: String)] = []
    for layer in items.flatMap(\.layers) where !layers.contains(where: { $0.id == layer.id }) {
      layers.append((layer.id, layer.name))
    }
    self.layers = layers
    let columns = Double(max(layers.count + 1, 3))
    let cellWidth = (width - GalleryGrid.gap * (columns - 1)) / columns
    self.cellWidth = cellWidth
    let headStyle = ProseStyle(size: 7.5, leading: 12, weight: .medium)
    heads = (["Image"] + layers.map(\.name)).map {
      typesetter.set($0, headStyle, width: cellWidth, ellipsized: true)
    }
    lines = items.map { item in
      var line: Prose = "\(strong: item.id)"
      if !item.badge.isEmpty { line.runs += Prose("\u{2003}\(strong: item.badge)").runs }
      for measure in item.measures {
        line.runs += [.text("\u{2003}\(measure.name)\u{A0}\(measure.value)")]
      }
      return typesetter.set(line, GalleryGrid.small, width: width)
    }
  }

  func rowHeight(_ row: Int) -> Double { imageSize(row).height + 2 + lines[row].height + 6 }

  func drawHead(at origin: Point, on page: PagePainter) {
    for (column, head) in heads.enumerated() {
      head.draw(at: Point(origin.x + x(of: column), origin.y), on: page)
    }
  }

  func draw(row: Int, at origin: Point, on page: PagePainter) {
    let item = items[row]
    let size = imageSize(row)
    for column in 0...layers.count {
      let layer = column == 0 ? nil : item.layers.first { $0.id == layers[column - 1].id }
      guard column == 0 || layer != nil else { continue }
      let rect = Rect(
        x: origin.x + x(of: column), y: origin.y, width: size.width, height: size.height)
      page.grouped {
        page.image(item.photograph, in: rect, smooth: true)
        if let layer {
          page.image(
            layer.image, in: rect, smooth: false, opacity: GalleryGrid.layerOpacity)
        }
      }
    }
    lines[row].draw(at: Point(origin.x, origin.y + size.height + 2), on: page)
  }

  private func x(of column: Int) -> Double { Double(column) * (cellWidth + GalleryGrid.gap) }

  /// The photograph's shape in a cell, upright ones no taller than a third more than they are wide.
  private func imageSize(_ row: Int) -> Size {
    let photograph = items[row].photograph
    let aspect = Double(max(photograph.height, 1)) / Double(max(photograph.width, 1))
    let height = min(cellWidth * aspect, cellWidth * 4 / 3)
    return Size(height / aspect, height)
  }
}
