/// A gallery's images as markup: visible rows for the first few, inert base64 for the others.
struct GalleryMarkup {
  private let gallery: Gallery
  private let options: HTMLOptions

  init(_ gallery: Gallery, options: HTMLOptions) {
    (self.gallery, self.options) = (gallery, options)
  }

  /// What each item adds to the page, in bytes.
  var itemSizes: [Int] {
    gallery.items.indices.map { index in
      let bare = GalleryMarkup(gallery.withoutImageBytes(at: index), options: options)
      let node =
        index < options.contactSheetImages ? bare.sheetRow(index) : bare.inertImages(index)
      let description = description(of: gallery.items[index]).text.utf8.count + 1
      return node.bytes.count + description
        + gallery.items[index].images.reduce(0) { $0 + Base64.length(of: $1.bytes.count) }
    }
  }

  /// What the script needs to know of an item besides its pixels.
  func description(of item: GalleryItem) -> JSONValue {
    .object([
      "id": .string(item.id),
      "badge": .string(item.badge),
      "width": .integer(item.photograph.width),
      "height": .integer(item.photograph.height),
      "layers": .array(
        item.layers.map { .object(["id": .string($0.id), "name": .string($0.name)]) }),
      "measures": .array(item.measures.map { .array([.string($0.name), .string($0.value)]) }),
      "legend": .array(
        item.legend.map { .array([.string($0.name), .string($0.color.hexText)]) }),
    ])
  }

  /// Photograph and layers side by side, with the numbers under them.
  func sheetRow(_ index: Int) -> HTMLNode {
    let item = gallery.items[index]
    return .tag("div", .class("row")) {
      HTMLNode.tag("div", .class("images")) {
        picture(item.photograph, name: "Image", of: item, key: "\(index).0")
        item.layers.enumerated().map { layer, content in
          picture(content.image, name: content.name, of: item, key: "\(index).\(layer + 1)")
        }
      }
      HTMLNode.tag("p") {
        HTMLNode.tag("b") { item.id }
        if !item.badge.isEmpty { " \(item.badge)" }
        item.measures.flatMap { measure -> [HTMLNode] in
          [" \u{00B7} ", .text(measure.name), " ", .tag("b") { measure.value }]
        }
        item.legend.map { entry in
          HTMLNode.tag("span") {
            swatch(entry.color)
            entry.name
          }
        }
      }
    }
  }

  /// The item's images as text that no browser decodes before the script asks for it.
  func inertImages(_ index: Int) -> HTMLNode {
    .group(
      gallery.items[index].images.enumerated().map { layer, image in
        .tag(
          "script", .set(.type, "text/plain"), .data("image", "\(index).\(layer)"),
          .data("type", image.format.mediaType)
        ) { HTMLNode.raw(.base64(image.bytes)) }
      })
  }

  private func picture(
    _ image: EncodedImage, name: String, of item: GalleryItem, key: String
  ) -> HTMLNode {
    .tag("div") {
      HTMLNode.tag(
        "img", .data("image", key), .set(.alt, "\(name) of \(item.id)"),
        .set(.width, "\(image.width)"), .set(.height, "\(image.height)"),
        .set(.loading, "lazy"), .set(.decoding, "async"),
        .src(
          image.format == .jpeg
            ? .data("image/jpeg", image.bytes) : .data("image/png", image.bytes)))
      HTMLNode.tag("span") { name }
    }
  }

  private func swatch(_ color: RGBA) -> HTMLNode {
    .tag("svg", .class("swatch"), .set(.viewBox, "0 0 1 1"), .aria("hidden", "true")) {
      HTMLNode.tag("rect", .set(.width, "1"), .set(.height, "1"), .fill(color))
    }
  }
}

extension EncodedImage.Format {
  var mediaType: String { "image/\(rawValue)" }
}

extension GalleryItem {
  /// The photograph, then the layers.
  var images: [EncodedImage] { [photograph] + layers.map(\.image) }
}

extension Gallery {
  /// The same gallery with the images of one item emptied, to weigh the markup around them.
  fileprivate func withoutImageBytes(at index: Int) -> Gallery {
    var copy = self
    copy.items[index].photograph.bytes = []
    for layer in copy.items[index].layers.indices {
      copy.items[index].layers[layer].image.bytes = []
    }
    return copy
  }
}
