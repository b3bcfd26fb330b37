public import Vision

extension Lab {
  /// CPU seconds that each arrangement of `step` and then `rule` take for an image, on average over
  /// the images: from decoded masks, whose overlaps are counted, to enhanced labels.
  ///
  /// Measured anew at every call, since what a step leaves in the cache may not depend on the clock.
  /// Empty where no image could be worked on.
  public func secondsPerImage(
    of step: ArrangementStep, followedBy rule: SEPLRule, stage: String
  ) async throws -> [Double] {
    let outcome = try await forEachImage(stage) { bench in
      try step.seconds(at: bench, followedBy: rule)
    }
    guard !outcome.values.isEmpty else { return [] }
    return step.arrangements.indices.map { index in
      outcome.values.map { $0[index] }.mean ?? 0
    }
  }
}

extension ArrangementStep {
  /// One for each arrangement.
  fileprivate func seconds(at bench: Bench, followedBy rule: SEPLRule) throws -> [Double] {
    let labels = try bench.seed(seed)
    let (layers, seeds) = (MaskLayers(try bench.masks(from: masks)), ClassPlanes(labels))
    func cost(_ arrangement: MaskArrangement) -> ObjectNote.Cost {
      let start = Stopwatch()
      let arranged = arrangement.applied(to: layers, seeds: seeds)
      _ = rule.enhanced(labels, masks: arranged.binaryMasks)
      return start.cost
    }
    // Whatever comes first finds no mask in the processor's caches.
    _ = cost(.none)
    return arrangements.map { Double(cost($0).cpu) / 1e6 }
  }
}
