extension MaskLayers {
  /// Subparts over parts over wholes, and within each kind the higher score on top.
  ///
  /// A mask counts as part of a larger one that holds more than `containment` of it; one in no other
  /// is a whole, one in a whole a part, anything deeper a subpart.
  ///
  /// Source: Yang and Gong, Foundation Model Assisted WSSS, WACV 2024, with its threshold 0.3; that
  /// the kinds follow from containment rather than from SAM's output channel is ours, so that masks
  /// of any origin can be arranged.
  func quasiSuperpixels(_ containment: Double) -> MaskSet {
    // `MaskForest` asks for at least a share, the test for more than it.
    let forest = MaskForest(graph, containment: containment.nextUp)
    let kinds = masks.indices.map { min(2, forest.depth($0)) }
    return layered(order { (kinds[$0], score($0)) > (kinds[$1], score($1)) })
  }
}
