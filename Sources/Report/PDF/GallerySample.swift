/// How many of a gallery's images a PDF takes: it is read on paper, and must stay small enough to
/// send.
public struct GallerySample: Sendable, Hashable {
  /// The most images of one gallery.
  public var images: Int
  /// The most bytes that all galleries' images may take together, as stored in the document.
  public var bytes: Int

  public init(images: Int = 8, bytes: Int = 6_000_000) {
    (self.images, self.bytes) = (images, bytes)
  }

  /// How many items of `gallery`, from the first, fit its share of the bytes; at least one.
  func count(of gallery: Gallery, galleries: Int) -> Int {
    let share = bytes / max(galleries, 1)
    var used = 0
    var count = 0
    for item in gallery.items.prefix(max(images, 1)) {
      used += item.photograph.bytes.count
      used += item.layers.reduce(0) { $0 + $1.image.bytes.count }
      guard used <= share || count == 0 else { break }
      count += 1
    }
    return count
  }
}
