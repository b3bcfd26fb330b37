extension HTMLPage {
  /// A viewer where scripts run; its first images with all their layers where they do not.
  func gallery(_ gallery: Gallery) -> HTMLNode {
    let shown = shownImages[gallery.id] ?? 0
    let markup = GalleryMarkup(gallery, options: options)
    return .tag(
      "figure", .class("gallery"), .id(HTMLAnchors.figure(gallery.id)), .data("gallery", gallery.id)
    ) {
      HTMLNode.tag("script", .set(.type, "application/json"), .data("items")) {
        HTMLNode.raw(.json(.array(gallery.items.prefix(shown).map(markup.description))))
      }
      HTMLNode.tag("div", .class("viewer"), .hidden)
      HTMLNode.tag("div", .class("sheet")) {
        gallery.items.prefix(min(shown, options.contactSheetImages)).indices.map(markup.sheetRow)
      }
      if shown > options.contactSheetImages {
        HTMLNode.tag("div", .hidden) {
          (options.contactSheetImages..<shown).map(markup.inertImages)
        }
        HTMLNode.tag("p", .class("unscripted")) {
          "\(shown - options.contactSheetImages) more images can be seen where scripts may run."
        }
      }
      caption(gallery.id, gallery.caption, and: shortfall(of: gallery, shown: shown))
    }
  }

  /// What a reader has to know about the images that are not here; nil when all are.
  private func shortfall(of gallery: Gallery, shown: Int) -> String? {
    let all = gallery.sampledFrom ?? gallery.items.count
    let leftOut = gallery.items.count - shown
    if leftOut > 0 {
      let limit = DecimalText.fixed(Double(options.maximumBytes) / 1_000_000, digits: 1)
      return "Shown: \(shown) of \(DecimalText.count(all)) images; \(leftOut) of the chosen ones "
        + "are left out to keep this file below \(limit) MB."
    }
    return all > shown ? "Shown: \(shown) of \(DecimalText.count(all)) images." : nil
  }
}
