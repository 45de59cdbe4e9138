//! The little linear algebra that the filter needs: a dense symmetric matrix, and sparse rows.

/// A vector by its entries that are not 0: place and value.
pub(super) type Sparse = Vec<(usize, f64)>;

/// A symmetric matrix, kept whole, row by row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Symmetric {
    size: usize,
    cells: Vec<f64>,
}

#[expect(
    clippy::indexing_slicing,
    reason = "places come from the layout that the matrix was made for"
)]
impl Symmetric {
    /// A matrix with these values on its diagonal.
    pub(super) fn diagonal(values: &[f64]) -> Self {
        let size = values.len();
        let mut cells = vec![0.0; size * size];
        for (place, value) in values.iter().enumerate() {
            cells[place * size + place] = *value;
        }
        Self { size, cells }
    }

    /// Row and column of a place.
    pub(super) fn row(&self, place: usize) -> &[f64] {
        &self.cells[place * self.size..(place + 1) * self.size]
    }

    /// One value.
    pub(super) fn at(&self, row: usize, column: usize) -> f64 {
        self.cells[row * self.size + column]
    }

    /// Raises a value on the diagonal.
    pub(super) fn raise(&mut self, place: usize, by: f64) {
        self.cells[place * self.size + place] += by;
    }

    /// Makes a place independent of all others.
    pub(super) fn isolate(&mut self, place: usize, variance: f64) {
        for other in 0..self.size {
            self.cells[place * self.size + other] = 0.0;
            self.cells[other * self.size + place] = 0.0;
        }
        self.cells[place * self.size + place] = variance;
    }

    /// The product with a sparse vector.
    pub(super) fn times(&self, vector: &Sparse) -> Vec<f64> {
        let mut product = vec![0.0; self.size];
        for (place, factor) in vector {
            for (sum, value) in product.iter_mut().zip(self.row(*place)) {
                *sum += factor * value;
            }
        }
        product
    }

    /// Takes the outer product of a vector with itself away. The product of two numbers does not
    /// depend on their order, so the matrix stays symmetric to the last bit.
    pub(super) fn take_away(&mut self, vector: &[f64]) {
        for (row, factor) in self.cells.chunks_exact_mut(self.size).zip(vector) {
            // What was never observed together with anything is 0, and stays as it is.
            if factor.abs() > 0.0 {
                for (cell, other) in row.iter_mut().zip(vector) {
                    *cell -= factor * other;
                }
            }
        }
    }
}

/// The product of a sparse vector with a dense one.
#[expect(
    clippy::indexing_slicing,
    reason = "places come from the layout that the vector was made for"
)]
pub(super) fn dot(sparse: &Sparse, dense: &[f64]) -> f64 {
    sparse
        .iter()
        .map(|(place, value)| value * dense[*place])
        .sum()
}
