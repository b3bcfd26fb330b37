extension Composer {
  /// Photographs with their layers side by side, one row an image: Image | CAM | SAM | SEPL …
  mutating func addGallery(_ gallery: Gallery) {
    guard !gallery.items.isEmpty else { return }
    let shown = Array(
      gallery.items.prefix(gallerySample.count(of: gallery, galleries: galleryCount)))
    let grid = GalleryGrid(shown, width: textWidth, typesetter: typesetter)
    mark(Destination.block(gallery.id))
    within(.figure(alternativeText: gallery.caption.plainText)) { composer in
      composer.add(
        height: grid.headHeight, before: Spacing.aroundFloat, keepsWithNext: true
      ) { page, origin in grid.drawHead(at: origin, on: page) }
      for index in shown.indices {
        var box = FlowBox(height: grid.rowHeight(index)) { page, origin in
          grid.draw(row: index, at: origin, on: page)
        }
        // The last row brings the legend and caption along.
        box.extent.keepsWithNext = index == shown.count - 1
        if index > 0 {
          box.repeatHead(height: grid.headHeight) { page, origin in
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
