extension Composer {
  /// Photographs with their layers side by side, one row an image: Image | CAM | SAM | SEPL …
  mutating func addGallery(_ gallery: Gallery) {
    guard !gallery.items.isEmpty else { return }
    let shown = Array(
      gallery.items.prefix(gallerySample.count(of: gallery, galleries: galleryCount)))
    let grid = GalleryGrid(shown, width: textWidth, typesetter: typesetter)
    mark(Destination.block(gallery.id))
    within(.figure) { composer in
      composer.add(
        height: grid.headHeight, before: Spacing.aroundFloat, keepsWithNext: true
      ) { page, origin in grid.drawHead(at: origin, on: page) }
      for index in shown.indices {
        var box = FlowBox(height: grid.rowHeight(index)) { page, origin in
          grid.draw(row: index, at: origin, on: page)
        }
        // The last row brings the legend and caption along.
        box.keepsWithNext = index == shown.count - 1
        if index > 0 {
          box.repeatedHead = RepeatedHead(height: grid.headHeight) { page, origin in
            grid.drawHead(at: origin, on: page)
          }
        }
        composer.add(box)
      }
      composer.addLegend(of: shown)
      composer.addCaption(of: gallery, shown: shown.count)
    }
    addSpace(Spacing.aroundFloat - Spacing.paragraph)
  }

  private mutating func addLegend(of items: [GalleryItem]) {
    var entries: [LegendEntry] = []
    for entry in items.flatMap(\.legend) where !entries.contains(entry) { entries.append(entry) }
    guard !entries.isEmpty else { return }
    let labels = entries.map { typesetter.set($0.name, GalleryGrid.small) }
    var places: [Point] = []
    var (x, y) = (0.0, 0.0)
    for label in labels {
      if x > 0, x + 12 + label.width > textWidth { (x, y) = (0, y + 12) }
      places.append(Point(x, y))
      x += 12 + label.width + 14
    }
    add(height: y + 12, before: 2, keepsWithNext: true) { page, origin in
      for (index, place) in places.enumerated() {
        let swatch = Rect(x: origin.x + place.x, y: origin.y + place.y + 2.4, width: 8, height: 7)
        page.fill(swatch, .color(entries[index].color))
        page.surface.stroke(
          .rect(swatch), page.theme.color(of: .line), width: 0.4, dash: [])
        labels[index].draw(
          at: Point(origin.x + place.x + 12, origin.y + place.y), on: page)
      }
    }
  }

  private mutating func addCaption(of gallery: Gallery, shown: Int) {
    let total = gallery.sampledFrom ?? gallery.items.count
    let left =
      shown == gallery.items.count
      ? Prose("") : Prose(" \(shown) of \(gallery.items.count) shown; the HTML report has all.")
    let sampled =
      total > gallery.items.count
      ? Prose(" \(gallery.items.count) images were sampled from \(total).") : Prose("")
    let caption = typesetter.caption(
      "\(gallery.caption)\(sampled)\(left)", id: gallery.id, width: Spacing.captionMeasure)
    within(.caption) { $0.add(lines: caption, before: 4) }
  }
}

/// Where the images of a gallery stand.
struct GalleryGrid {
  static let small = ProseStyle(size: 7.5, leading: 12, ink: .soft, tabular: true)

  private let items: [GalleryItem]
  private let layers: [(id: String, name: String)]
  private let cellWidth: Double
  private let heads: [SetText]
  private let lines: [SetText]
  private static let gap = 6.0
  private static let layerOpacity = 0.72

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
      page.image(item.photograph, in: rect, smooth: true)
      if let layer {
        page.image(
          layer.image, in: rect, smooth: false, opacity: GalleryGrid.layerOpacity)
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
