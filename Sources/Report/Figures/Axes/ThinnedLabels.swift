/// Chooses which of too many labels to write.
package enum ThinnedLabels {
  /// Evenly spaced indices at least `needed` apart where labels stand `slot` apart: all where they
  /// fit, else, among the densest few spacings, those with the shortest numbers (0.2 rather than
  /// 0.25).
  package static func indices(_ labels: [String], slot: Double, needed: Double) -> [Int] {
    guard !labels.isEmpty, slot > 0 else { return [] }
    let least = max(1, Int((needed / slot).rounded(.up)))
    guard least > 1 else { return Array(labels.indices) }
    var best: (cost: Double, indices: [Int])?
    for every in least...least + 2 {
      for first in 0..<min(every, labels.count) {
        let indices = Array(stride(from: first, to: labels.count, by: every))
        let length = indices.reduce(0) { $0 + significantLength(labels[$1]) }
        let cost = Double(length) / Double(indices.count) + 0.3 * Double(every - least)
        if cost < best?.cost ?? .infinity { best = (cost, indices) }
      }
    }
    return best?.indices ?? []
  }

  /// Characters without the zeros that end a decimal fraction.
  private static func significantLength(_ label: String) -> Int {
    guard label.contains(".") else { return label.count }
    let kept = label.reversed().drop { $0 == "0" }
    return kept.first == "." ? kept.count - 1 : kept.count
  }
}
