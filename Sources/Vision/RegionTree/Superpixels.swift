// `squareRoot` and `rounded` may compile to calls of libm, which this import links.
import Glibc

/// A partition of an image into connected patches of similar colour, numbered from 0.
struct Superpixels: Sendable {
  let width: Int
  let height: Int
  let count: Int
  /// The patch of each pixel, row-major, in `0..<count`.
  let labels: [Int32]

  /// Grows patches from a regular grid of about `target` seeds, always taking the pixel nearest to
  /// the running mean of a neighbouring patch in colour and place. Every patch is 4-connected and
  /// holds at least its seed.
  ///
  /// `compactness` is the colour difference ΔE that weighs as much as one grid step.
  ///
  /// Source: Achanta and Süsstrunk, Superpixels and Polygons using Simple Non-Iterative Clustering,
  /// CVPR 2017; differs in its queue, whose priorities are rounded to a 64th of a grid step.
  init(_ image: LabImage, target: Int, compactness: Float) {
    precondition(target >= 1 && compactness > 0, "Superpixels: \(target), \(compactness)")
    var growth = SuperpixelGrowth(image, target: target, compactness: compactness)
    growth.run()
    (width, height) = (image.width, image.height)
    (count, labels) = (growth.patches.count, growth.labels)
  }
}

private struct SuperpixelGrowth {
  struct Patch {
    var colour = SIMD4<Float>.zero
    var place = SIMD2<Float>.zero
    var pixels: Float = 0
  }

  let image: LabImage
  let step: Float
  let compactness: Float
  var labels: [Int32]
  var patches: [Patch] = []
  var queue: BucketQueue<(pixel: Int32, patch: Int32)>

  private static let bucketsPerStep: Float = 64

  init(_ image: LabImage, target: Int, compactness: Float) {
    self.image = image
    self.compactness = compactness
    let pixels = image.width * image.height
    step = max(1, (Float(pixels) / Float(target)).squareRoot())
    labels = [Int32](repeating: -1, count: pixels)
    queue = BucketQueue(buckets: 16 * Int(Self.bucketsPerStep), capacity: pixels)
    let columns = Self.centres(image.width, step)
    for y in Self.centres(image.height, step) {
      for x in columns {
        queue.push((Int32(y * image.width + x), Int32(patches.count)), bucket: 0)
        patches.append(Patch())
      }
    }
  }

  private static func centres(_ length: Int, _ step: Float) -> [Int] {
    let count = max(1, min(length, Int((Float(length) / step).rounded())))
    return (0..<count).map { (2 * $0 + 1) * length / (2 * count) }
  }

  mutating func run() {
    let (width, height) = (image.width, image.height)
    while let next = queue.pop() {
      let pixel = Int(next.pixel)
      guard labels[pixel] < 0 else { continue }
      labels[pixel] = next.patch
      let (x, y) = (pixel % width, pixel / width)
      let patch = Int(next.patch)
      patches[patch].colour += image.pixels[pixel]
      patches[patch].place += SIMD2(Float(x), Float(y))
      patches[patch].pixels += 1
      if x > 0 { offer(x - 1, y, to: patch) }
      if x + 1 < width { offer(x + 1, y, to: patch) }
      if y > 0 { offer(x, y - 1, to: patch) }
      if y + 1 < height { offer(x, y + 1, to: patch) }
    }
  }

  private mutating func offer(_ x: Int, _ y: Int, to patch: Int) {
    let pixel = y * image.width + x
    guard labels[pixel] < 0 else { return }
    let mean = patches[patch]
    let colour = (image.pixels[pixel] - mean.colour / mean.pixels) / compactness
    let place = (SIMD2(Float(x), Float(y)) - mean.place / mean.pixels) / step
    let distance = ((colour * colour).sum() + (place * place).sum()).squareRoot()
    queue.push((Int32(pixel), Int32(patch)), bucket: Int(distance * Self.bucketsPerStep))
  }
}
