/// How well scores put the images that show a class before those that do not.
public enum MeanAveragePrecision {
  /// The mean over ranks of the precision wherever recall grows, images of one score taken together;
  /// nil where no image shows the class.
  ///
  /// Source: scikit-learn 1.7, `average_precision_score`.
  public static func averagePrecision(scores: [Float], isShown: [Bool]) -> Double? {
    precondition(
      scores.count == isShown.count,
      "averagePrecision: \(scores.count) scores, \(isShown.count) labels")
    let shown = isShown.count { $0 }
    guard shown > 0 else { return nil }
    let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
    var (found, seen, sum, before) = (0, 0, 0.0, 0)
    for (rank, index) in order.enumerated() {
      seen += 1
      if isShown[index] { found += 1 }
      let isLastOfScore = rank + 1 == order.count || scores[order[rank + 1]] != scores[index]
      guard isLastOfScore else { continue }
      sum += Double(found - before) / Double(shown) * Double(found) / Double(seen)
      before = found
    }
    return sum
  }

  /// The average precision of each class and their mean; classes that no image shows are nil and left
  /// out. `scores` has a row for each image, a score for each class from 1 on.
  public static func of(
    scores: [[Float]], classes: [[Int]]
  ) -> (perClass: [Double?], mean: Double?) {
    precondition(scores.count == classes.count, "MeanAveragePrecision: \(scores.count) images")
    let perClass = (scores.first?.indices ?? 0..<0).map { index in
      averagePrecision(
        scores: scores.map { $0[index] }, isShown: classes.map { $0.contains(index + 1) })
    }
    let known = perClass.compactMap { $0 }
    return (perClass, known.isEmpty ? nil : known.reduce(0, +) / Double(known.count))
  }
}
